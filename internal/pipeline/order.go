package pipeline

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// inOrder calls work for each element of a list, on all processors at once, and finish for
// what it returned, one after the other in the order of the list. Workers are never further
// ahead of finish than one more than there are of them. The first error ends it.
func inOrder[T, R any](ctx context.Context, list []T, work func(context.Context, T) (R, error), finish func(context.Context, R) error) error {
	group, ctx := errgroup.WithContext(ctx)
	workers := min(runtime.GOMAXPROCS(0), len(list))
	ahead, done := make(chan struct{}, workers+1), make([]chan R, len(list))
	for i := range done {
		done[i] = make(chan R, 1)
	}
	var next atomic.Int64
	for range workers {
		group.Go(func() error {
			for send(ctx, ahead, struct{}{}) {
				i := int(next.Add(1)) - 1
				if i >= len(list) {
					return nil
				}
				r, err := work(ctx, list[i])
				if err != nil {
					return err
				}
				done[i] <- r
			}
			return ctx.Err()
		})
	}
	group.Go(func() error {
		for i := range done {
			select {
			case r := <-done[i]:
				if err := finish(ctx, r); err != nil {
					return err
				}
				<-ahead
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return group.Wait()
}
