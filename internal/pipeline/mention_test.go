package pipeline

import (
	"testing"

	"stemma/internal/news"
)

func TestMention(t *testing.T) {
	for _, row := range []struct {
		text, name string
		copied     []news.Passage
		want       string
	}{
		{"Mud moves.\nCourtesy of Harbour Voice", "Harbour Voice", nil, "Courtesy of Harbour Voice"},
		{"As the Guardian says, mud moves.", "The Guardian", nil, "As the Guardian says, mud moves."},
		{"The Harbour Voices choir sang.", "Harbour Voice", nil, ""},
		{"“Not now,” he told Harbour Voice. Mud moves.", "Harbour Voice", []news.Passage{{B: news.Span{Start: 0, End: 60}}}, ""},
		{"据临江晚报报道，渡船修好了。", "临江晚报", nil, "据临江晚报报道，渡船修好了。"},
		{"В среду «Вестник Приозёрья» писал", "Вестник Приозёрья", nil, "В среду «Вестник Приозёрья» писал"},
		{"Mud moves.", "", nil, ""},
	} {
		if got := mention(row.text, row.name, row.copied); got != row.want {
			t.Errorf("%q names %s: %q, want %q", row.text, row.name, got, row.want)
		}
	}
}

func TestTells(t *testing.T) {
	for name, want := range map[string]bool{"Harbour Voice": true, "RT": true, "CNN": true, "Reuters": true, "临江晚报": true, "Time": false, "The Week": false, "Vox": false, "": false} {
		if tells(name) != want {
			t.Errorf("%q tells: %v", name, !want)
		}
	}
}
