package ingest

import (
	"strconv"
	"strings"
	"time"

	"stemma/internal/news"
)

// normalValue writes a field's value as its meaning wants it. Only dates change: an
// epoch becomes RFC 3339, digits run together a date or time, and a field that calls itself GMT
// gets its zone.
func normalValue(canonical, folded, value string) string {
	value = clean(canonical, value)
	switch canonical {
	case news.FieldPublished, news.FieldModified, news.FieldCaptured:
	default:
		return value
	}
	if number(value) {
		return numericDate(value)
	}
	value = spacedTime(value)
	if strings.HasSuffix(folded, "gmt") && !zoned(value) {
		return value + "Z"
	}
	return value
}

// clean takes the blanks around a head field off. Bodies stay as found.
func clean(canonical, value string) string {
	if body(canonical) {
		return value
	}
	return strings.TrimSpace(value)
}

// number reports whether value is digits, with a fraction or not.
func number(value string) bool {
	whole, fraction, _ := strings.Cut(value, ".")
	return whole != "" && strings.Trim(whole, "0123456789") == "" && strings.Trim(fraction, "0123456789") == ""
}

// The range of seconds taken for an epoch: 3 March 1973 to the end of the year 2100.
const firstEpoch, lastEpoch = 100_000_000, 4_133_980_799

// numericDate reads digits as seconds, milliseconds, microseconds or nanoseconds since
// 1970, as yyyymmdd or as yyyymmddhhmmss. Others are left alone.
func numericDate(value string) string {
	whole, _, _ := strings.Cut(value, ".")
	if layout, ok := packed[len(whole)]; ok {
		if t, err := time.Parse(layout.in, whole); err == nil && t.Year() >= 1900 && t.Year() <= 2100 {
			return t.Format(layout.out)
		}
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return value
	}
	for unit := int64(1); unit <= int64(time.Second); unit *= 1000 {
		if s := n / unit; s >= firstEpoch && s <= lastEpoch {
			nanos := n % unit * (int64(time.Second) / unit)
			return time.Unix(s, nanos).UTC().Format(time.RFC3339Nano)
		}
	}
	return value
}

// spacedTime puts the marks into a time that is written without, as NITF and GDELT do:
// 20210304T050607Z. Others are left alone.
func spacedTime(s string) string {
	if len(s) < 15 || s[8] != 'T' || !number(s[:8]) || !number(s[9:15]) {
		return s
	}
	zone := s[15:]
	if len(zone) == 5 {
		zone = zone[:3] + ":" + zone[3:]
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:11] + ":" + s[11:13] + ":" + s[13:15] + zone
}

// packed are the dates that are written as digits only, by their number.
var packed = map[int]struct{ in, out string }{
	8:  {"20060102", time.DateOnly},
	14: {"20060102150405", "2006-01-02T15:04:05"},
}

// zoned reports whether a time ends in a zone.
func zoned(value string) bool {
	if len(value) < len("2006-01-02T15:04") {
		return true // a day needs none
	}
	return strings.HasSuffix(value, "Z") || strings.ContainsAny(value[len("2006-01-02"):], "+-")
}

// dated reports whether value can be a date: it begins with digits, and has several.
func dated(value string) bool {
	value = strings.TrimSpace(value)
	if number(value) {
		return numericDate(value) != value
	}
	digits := 0
	for _, r := range value {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return len(value) <= 64 && digits >= 6
}
