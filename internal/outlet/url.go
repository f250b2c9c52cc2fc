package outlet

import (
	"net/netip"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// longestURL is the length in bytes past which an address is left as it is: browsers
// and servers give up well before.
const longestURL = 8192

// NormalURL is what all addresses of one page have in common: no scheme, no www, m or
// amp in front of the host, no default port, no tracking parameters, the others
// sorted, percent-encoding as RFC 3986 (6.2.2) would have it, no index.html, no
// trailing slash and no fragment unless it is the address ("#!/story"). An AMP cache's
// address becomes the page's own.
//
//	https://m.rt.com/news/375892-nato/?utm_source=x#comments  ->  rt.com/news/375892-nato
//
// It is made for comparing, never for showing. Applied to its own result it changes nothing.
// What has no host ("/news/1", "mailto:a@b.c") comes back trimmed.
func NormalURL(address string) string {
	for {
		address = strings.TrimFunc(address, blank)
		u, ok := split(address)
		if !ok || len(address) > longestURL {
			return address
		}
		u.host = bareHost(u.host)
		segments := segmentsOf(u.path)
		page, cached := uncached(u.host, segments)
		if !cached {
			return u.normal(segments)
		}
		address = page + "?" + u.query + "#" + u.fragment
	}
}

// normal puts the pieces of an address together again, the path given as its segments.
func (u parts) normal(segments []string) string {
	var b strings.Builder
	b.Grow(len(u.scheme) + len(u.host) + len(u.path) + len(u.query) + 16)
	b.WriteString(u.scheme)
	b.WriteString(u.host)
	segments = withoutAMP(withoutIndex(segments))
	for len(segments) > 0 && indexPage(segments[len(segments)-1]) { // it was "index.html.amp"
		segments = withoutAMP(withoutIndex(segments))
	}
	for _, segment := range segments {
		b.WriteByte('/')
		b.WriteString(segment)
	}
	query := normalQuery(u.query)
	if query != "" {
		b.WriteByte('?')
		b.WriteString(query)
	}
	if fragment := encode(u.fragment); addresses(fragment, len(segments) == 0 && query == "") {
		b.WriteByte('#')
		b.WriteString(fragment)
	}
	return b.String()
}

// parts are the pieces of an address, as found.
type parts struct {
	scheme                string // "" for http and https, else with its "://"
	host                  string // lower case, without user and default port
	path, query, fragment string
}

// split cuts an address. It needs no scheme ("www.rt.com/news"), but a host with a
// dot or a port in it.
func split(address string) (parts, bool) {
	scheme, whole := cutScheme(address)
	rest, fragment, _ := strings.Cut(whole, "#")
	rest, query, _ := strings.Cut(rest, "?")
	host, path := rest, ""
	if slash := strings.IndexAny(rest, `/\`); slash >= 0 {
		host, path = rest[:slash], rest[slash:]
	}
	user := strings.LastIndexByte(host, '@')
	if user >= 0 && len(whole) == len(address) {
		return parts{}, false // a mail address
	}
	host, ok := cleanHost(host[user+1:])
	return parts{scheme, host, path, query, fragment}, ok
}

// cutScheme takes "https://", "http://" or "//" off, and keeps any other scheme apart.
func cutScheme(address string) (scheme, rest string) {
	for _, usual := range []string{"https://", "http://", "//"} {
		if rest, ok := strings.CutPrefix(address, usual); ok {
			return "", rest
		}
	}
	name, rest, ok := strings.Cut(address, "://")
	if !ok || name == "" || strings.ContainsFunc(name, unschemed) {
		return "", address
	}
	name = strings.ToLower(name)
	if name == "http" || name == "https" {
		return "", rest
	}
	return name + "://", rest
}

func unschemed(r rune) bool {
	return r > 'z' || (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '+' && r != '-'
}

func blank(r rune) bool { return r <= ' ' || r == 0xa0 || r == 0x200b || r == 0xfeff }

// cleanHost lowers a host, turns it into its ASCII form (RFC 5891) and takes its
// default port and final dot off. It refuses what can be none.
func cleanHost(host string) (string, bool) {
	if plainHost(host) {
		return host, true
	}
	host = strings.ToLower(host)
	if strings.HasPrefix(host, "[") {
		return host, strings.Contains(host, "]") && !strings.ContainsFunc(host, unhosted)
	}
	name, port, _ := strings.Cut(host, ":")
	name = strings.TrimRight(name, ".")
	if !ascii(name) {
		name, _ = idna.Lookup.ToASCII(name)
	}
	if !strings.Contains(name, ".") && port == "" || strings.Contains(name, "..") || strings.ContainsFunc(name, unhosted) || strings.ContainsFunc(port, unhosted) {
		return "", false
	}
	switch port {
	case "", "80", "443":
		return name, strings.Contains(name, ".")
	}
	return name + ":" + port, name != "" && strings.Trim(port, "0123456789") == ""
}

// plainHost reports whether host is one in its clean form already, as most are: labels of
// small letters, digits and hyphens with single dots between them.
func plainHost(host string) bool {
	dots := 0
	for i := range len(host) {
		switch c := host[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-':
		case c == '.' && i+1 < len(host) && host[i+1] != '.':
			dots++
		default:
			return false
		}
	}
	return dots > 0
}

// unhosted reports whether r can be in no host.
func unhosted(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.' && r != '-' && !strings.ContainsRune("_:[]", r)
}

// bareHost takes off the labels that say how a page is shown, not whose it is, as long
// as a registrable domain is left.
func bareHost(host string) string {
	for {
		label, rest, ok := strings.Cut(host, ".")
		if !ok || !presentation(label) || !registrable(rest) {
			return host
		}
		host = rest
	}
}

func presentation(label string) bool {
	switch label {
	case "m", "amp", "mobile", "wap":
		return true
	}
	digits, ok := strings.CutPrefix(label, "www")
	return ok && strings.Trim(digits, "0123456789") == ""
}

// registrable reports whether host is more than a public suffix.
func registrable(host string) bool {
	return strings.Contains(host, ".") && registered(host) != ""
}

// Limits of what is remembered of hosts: 16,000 of news take 2 MB.
const (
	mostHosts   = 16 << 10
	longestHost = 253 // bytes, by RFC 1035
)

// hosts are the registrable domains of hosts. An index of news meets the same ones again
// and again, and each costs a look into a list of 10,000 rules and five allocations.
var hosts struct {
	sync.RWMutex
	domains map[string]string
}

// registered is the registrable domain of a host, "" when it has none.
func registered(host string) string {
	hosts.RLock()
	domain, ok := hosts.domains[host]
	hosts.RUnlock()
	if ok {
		return domain
	}
	host = strings.Clone(host) // else it would keep what it is a part of
	domain, _ = publicsuffix.EffectiveTLDPlusOne(host)
	if len(host) > longestHost {
		return domain
	}
	hosts.Lock()
	defer hosts.Unlock()
	if len(hosts.domains) == mostHosts || hosts.domains == nil {
		hosts.domains = map[string]string{}
	}
	hosts.domains[host] = domain
	return domain
}

// Domain is the registrable domain of an address or host by the public suffix list:
// "bbc.co.uk" for "https://news.bbc.co.uk/1/hi". It is "" when there is none: a path,
// an IP address, a public suffix by itself.
func Domain(address string) string {
	host := address
	if !plainHost(host) {
		u, ok := split(strings.TrimFunc(address, blank))
		if !ok {
			return ""
		}
		host, _, _ = strings.Cut(u.host, ":")
	}
	if host != "" && isDigit(host[0]) {
		if _, err := netip.ParseAddr(host); err == nil {
			return ""
		}
	}
	return registered(host)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// uncached undoes an AMP cache's address:
// "rt-com.cdn.ampproject.org/c/s/rt.com/news", "google.com/amp/s/rt.com/news".
func uncached(host string, segments []string) (page string, ok bool) {
	switch {
	case len(segments) < 2:
		return "", false
	case host == "cdn.ampproject.org", strings.HasSuffix(host, ".cdn.ampproject.org"), host == "bing-amp.com":
	case strings.HasPrefix(host, "google."), host == "bing.com":
		if segments[0] != "amp" {
			return "", false
		}
	default:
		return "", false
	}
	segments = segments[1:] // "amp", or the kind of content: c, v, i
	if segments[0] == "s" {
		segments = segments[1:]
	}
	page = strings.Join(segments, "/")
	_, hosted := split(page)
	return page, hosted
}

// segmentsOf cuts a path at its slashes.
func segmentsOf(path string) []string {
	if path == "" {
		return nil
	}
	path = encode(strings.ReplaceAll(path, `\`, "/"))
	path, _, _ = cutFold(path, ";jsessionid=")
	segments := make([]string, 0, 8)
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" && segment != "." {
			segments = append(segments, segment)
		}
	}
	return segments
}

// withoutIndex drops the page that a folder shows by itself.
func withoutIndex(segments []string) []string {
	for len(segments) > 0 && indexPage(segments[len(segments)-1]) {
		segments = segments[:len(segments)-1]
	}
	return segments
}

func indexPage(segment string) bool {
	switch segment {
	case "index.html", "index.htm", "index.php":
		return true
	}
	return false
}

// withoutAMP drops what marks an AMP edition in the path: a segment "amp" beside
// others, and the endings of "story.amp" and "story.amp.html".
func withoutAMP(segments []string) []string {
	if len(segments) == 0 {
		return nil
	}
	kept := slices.DeleteFunc(segments, func(s string) bool { return s == "amp" })
	if len(kept) == 0 {
		return append(kept, "amp")
	}
	last := &kept[len(kept)-1]
	for {
		name := strings.TrimSuffix(*last, ".amp")
		if stem, ok := strings.CutSuffix(name, ".amp.html"); ok {
			name = stem + ".html"
		}
		if name == "" || name == *last || name == ".html" {
			return kept
		}
		*last = name
	}
}

// normalQuery drops the parameters that say where a reader came from and sorts the rest.
func normalQuery(query string) string {
	if query == "" {
		return ""
	}
	var kept []string
	for pair := range strings.SplitSeq(encode(query), "&") {
		pair = strings.TrimPrefix(pair, "amp;") // "&amp;" left in by whoever copied it
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" && !tracking(strings.ToLower(name), value) {
			kept = append(kept, pair)
		}
	}
	slices.Sort(kept)
	return strings.Join(kept, "&")
}

// tracking reports whether a parameter, its name in lower case, leaves the page the same.
func tracking(name, value string) bool {
	switch {
	case strings.HasPrefix(name, "utm_"), strings.HasPrefix(name, "at_"), strings.HasPrefix(name, "ns_"),
		strings.HasPrefix(name, "fb_"), strings.HasPrefix(name, "pk_"), strings.HasPrefix(name, "mtm_"),
		strings.HasPrefix(name, "guce_"), strings.HasPrefix(name, "amp_"), strings.HasPrefix(name, "_hs"):
		return true
	case name == "outputtype", name == "output":
		return strings.EqualFold(value, "amp")
	}
	return trackers[name]
}

// trackers are parameters added by advertisers, networks, feeds and newsletters.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "gad_source": true,
	"msclkid": true, "yclid": true, "ysclid": true, "twclid": true, "ttclid": true, "igshid": true, "igsh": true,
	"li_fat_id": true, "srsltid": true, "epik": true, "wickedid": true, "_openstat": true, "spm": true,
	"mc_cid": true, "mc_eid": true, "_ga": true, "_gl": true, "mkt_tok": true, "vero_id": true, "oly_enc_id": true,
	"cmp": true, "cmpid": true, "ncid": true, "ocid": true, "icid": true, "s_cid": true, "ex_cid": true, "intcmp": true,
	"smid": true, "smtyp": true, "emc": true, "partner": true, "feedtype": true, "feedname": true, "ftag": true,
	"xtor": true, "wt.mc_id": true, "taid": true, "sr_share": true, "soc_src": true, "soc_trk": true, "tsrc": true,
	"guccounter": true, "__twitter_impression": true, "usqp": true, "amp": true, "ito": true, "hootpostid": true,
	"ref": true, "ref_src": true, "ref_url": true, "referrer": true, "share": true, "trk": true, "__source": true,
}

// addresses reports whether a fragment says which page is meant, not which place on it.
func addresses(fragment string, alone bool) bool {
	if strings.HasPrefix(fragment, "!") {
		return len(fragment) > 1
	}
	return alone && fragment != "" && !strings.ContainsAny(fragment, "=:")
}

// encode writes percent-encoding one way: unreserved characters plain, all that may not
// stand in a path or query encoded, hexadecimal digits in upper case (RFC 3986, 6.2.2).
func encode(s string) string {
	if encoded(s) {
		return s
	}
	const hex = "0123456789ABCDEF"
	b := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			c = byte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			i += 2
			if !unreserved(c) {
				b = append(b, '%', hex[c>>4], hex[c&15])
				continue
			}
		}
		if c == '%' || !plain[c] {
			b = append(b, '%', hex[c>>4], hex[c&15])
			continue
		}
		b = append(b, c)
	}
	return string(b)
}

// encoded reports whether encode has nothing to do.
func encoded(s string) bool {
	for i := range len(s) {
		if s[i] == '%' || !plain[s[i]] {
			return false
		}
	}
	return true
}

// plain are the bytes that may stand unencoded in a path or query.
var plain = func() (bytes [256]bool) {
	for c := ' ' + 1; c < 0x7f; c++ {
		bytes[c] = !strings.ContainsRune("\"<>\\^`{|}", c)
	}
	return bytes
}()

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// cutFold is strings.Cut without regard to case; sep is lower case ASCII.
func cutFold(s, sep string) (before, after string, found bool) {
	if strings.IndexByte(s, sep[0]) < 0 {
		return s, "", false
	}
	if at := strings.Index(strings.ToLower(s), sep); at >= 0 {
		return s[:at], s[at+len(sep):], true
	}
	return s, "", false
}
