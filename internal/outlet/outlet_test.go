package outlet

import (
	"slices"
	"strings"
	"testing"
)

// The table holds what the lookups rely on: no name, domain or handle is two outlets',
// domains are registrable, rows are sorted.
func TestTable(t *testing.T) {
	owner := map[string]string{}
	claim := func(kind, name, key string) {
		if name == kind+":" || strings.TrimSpace(name) != name || strings.ContainsAny(name, "|;\t") {
			t.Errorf("%s: malformed %s %q", key, kind, name)
		}
		if other, taken := owner[kind+":"+name]; taken {
			t.Errorf("%s %q belongs to %s and %s", kind, name, other, key)
		}
		owner[kind+":"+name] = key
	}
	outlets := known().outlets
	for _, o := range outlets {
		claim("key", o.Key, o.Key)
		for _, name := range append([]string{o.Name}, o.Aliases...) {
			claim("name", squash(fold(name)), o.Key)
		}
		for _, domain := range o.Domains {
			claim("domain", domain, o.Key)
			if Domain(domain) != domain {
				t.Errorf("%s: %s is not registrable, %q is", o.Key, domain, Domain(domain))
			}
		}
		for _, handle := range o.Handles {
			claim("handle", strings.ToLower(handle), o.Key)
			if handle[0] != '@' || strings.Contains(handle, " ") {
				t.Errorf("%s: handle %q", o.Key, handle)
			}
		}
		if o.Key != strings.ToLower(o.Key) || strings.ContainsAny(o.Key, " .") {
			t.Errorf("key %q", o.Key)
		}
	}
	if !slices.IsSortedFunc(outlets, func(a, b Outlet) int { return strings.Compare(a.Key, b.Key) }) {
		t.Error("rows are not sorted by key")
	}
	if n := len(outlets); n < 160 {
		t.Errorf("%d outlets, want at least 160", n)
	}
}

// What a row says of an outlet finds it, and its key is the same from each end.
func TestRows(t *testing.T) {
	for _, o := range known().outlets {
		names := slices.Concat([]string{o.Name}, o.Aliases, o.Domains, o.Handles)
		for _, name := range names {
			if got, ok := Find(name); !ok || got.Key != o.Key {
				t.Errorf("Find(%q) is %q, want %q", name, got.Key, o.Key)
			}
			if got := Key(name, ""); got != o.Key {
				t.Errorf("Key(%q) is %q, want %q", name, got, o.Key)
			}
		}
		if Key(o.Key, "") != o.Key || Name(o.Key) != o.Name {
			t.Errorf("key %q: %q, %q", o.Key, Key(o.Key, ""), Name(o.Key))
		}
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Guardian Weekly", ""}, {"Reuters Health", ""}, {"The Observer (Uganda)", ""}, {"Times", "thetimes"},
		{"The Associated Press", "ap"}, {"A.P.", "ap"}, {"associated  press", "ap"}, {"Associated Press (AP)", "ap"},
		{"AP (Reuters)", ""}, {"@rt_COM", "rt"}, {"RT_com", "rt"}, {"RT.com", "rt"}, {"https://www.rt.com/news/1", "rt"},
		{"Fox News (Online)", "foxnews"}, {"CNN (Web News)", "cnn"}, {"New York Times - Opinion", "nyt"}, {"CNN - Reuters", ""},
		{"El Pais", "elpais"}, {"EL PAÍS", "elpais"}, {"Der Spiegel", "spiegel"}, {"Real Clear Politics", "realclearpolitics"},
		{"Рейтер", "reuters"}, {"ТАСС", "tass"}, {"РИА «Новости»", "ria"}, {"路透社", "reuters"}, {"新华社", "xinhua"}, {"رويترز", "reuters"},
		{"yahoo.com/news", "yahoo"}, {"http://politi.co", "politico"}, {"news.bbc.co.uk", "bbc"}, {"Yahoo! News", "yahoo"},
		{"wire", ""}, {"", ""}, {" ", ""}, {"@", ""}, {"...", ""}, {"the", ""}, {"Radio Biafra", "radiobiafra"},
	} {
		if got, ok := Find(c.name); got.Key != c.want || ok != (c.want != "") {
			t.Errorf("Find(%q) is %q, want %q", c.name, got.Key, c.want)
		}
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct{ name, domain, want string }{
		{"Associated Press", "yahoo.com", "yahoo"}, {"The Guardian", "guardian.ng", "guardian-ng"}, {"ABC News", "abc.net.au", "abc-au"},
		{"Reuters", "wire.example", "reuters"}, {"The Sound", "sound.example", "sound.example"}, {"The Sound", "", "sound"},
		{"sound.example", "", "sound.example"}, {"http://www.sound.example/x", "", "sound.example"}, {"", "https://uk.reuters.com/a", "reuters"},
		{"Café d’Été & Co.", "", "cafe dete and co"}, {"海峡快报", "", "海峡快报"}, {"", "", ""}, {"nyt", "", "nyt"},
	} {
		if got := Key(c.name, c.domain); got != c.want {
			t.Errorf("Key(%q, %q) is %q, want %q", c.name, c.domain, got, c.want)
		}
		if again := Key(Key(c.name, c.domain), ""); again != c.want {
			t.Errorf("Key(%q) is %q: no key of itself", c.want, again)
		}
	}
}

func TestDomain(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"https://news.bbc.co.uk/1/hi", "bbc.co.uk"}, {"WWW.RT.COM:8080", "rt.com"}, {"//m.rt.com/x", "rt.com"}, {"yahoo.com/news", "yahoo.com"},
		{"https://anna.blogspot.com/x", "anna.blogspot.com"}, {"https://user:pw@www.example.org/", "example.org"}, {"ftp://a.b.example", "b.example"},
		{"https://пример.рф/x", "xn--e1afmkfd.xn--p1ai"}, {"https://rt.com./x", "rt.com"}, {"https://rt.com\\x", "rt.com"},
		{"/news/1", ""}, {"news", ""}, {"", ""}, {"https://192.0.2.7/x", ""}, {"http://[2001:db8::1]:80/", ""}, {"co.uk", ""}, {"http://", ""},
		{"mailto:a@b.example", ""}, {"http://a..b/", ""}, {"javascript:void(0)", ""}, {"Mr. Smith", ""},
	} {
		if got := Domain(c.address); got != c.want {
			t.Errorf("Domain(%q) is %q, want %q", c.address, got, c.want)
		}
	}
}

// addresses that are one page, line by line, with their normal form first.
var samePage = [][]string{
	{"rt.com/news/375892-nato", "http://rt.com/news/375892-nato", "https://www.rt.com/news/375892-nato/", "//m.rt.com/news/375892-nato",
		"https://www.rt.com:443/news/375892-nato?utm_source=spxnw&UTM_medium=x&fbclid=1", "HTTPS://amp.RT.com/news//375892-nato#comments",
		"https://www.rt.com/news/375892-nato/amp/", "https://www.rt.com/news/375892-nato?amp", "https://www.rt.com/amp/news/375892-nato?outputType=amp",
		"https://www-rt-com.cdn.ampproject.org/c/s/www.rt.com/news/375892-nato", "https://www.google.com/amp/s/www.rt.com/news/375892-nato.amp",
		"https://www.google.co.uk/amp/www.rt.com/news/375892-nato", " www.rt.com/news/375892%2dnato ", "https://u:p@www1.rt.com/news/./375892-nato/index.html"},
	{"o.example/story.html", "https://o.example/story.amp.html", "https://o.example/story.html?gclid=1&ref=x"},
	{"o.example/a?id=7&p=2", "https://o.example/a/?p=2&id=7&utm_campaign=z", "https://o.example/a?p=2&amp;id=7"},
	{"o.example", "http://o.example/", "https://www.o.example", "o.example:80", "o.example/#top=1"},
	{"o.example#!/story/1", "http://o.example/#!/story/1"},
	{"o.example#story-1", "http://www.o.example/#story-1"},
	{"o.example/a#!1", "http://o.example/a#!1"},
	{"o.example/caf%C3%A9", "https://o.example/café", "https://o.example/caf%c3%a9"},
	{"o.example/a%20b%2Fc", "https://o.example/a b%2fc"},
	{"o.example/100%25", "https://o.example/100%"},
	{"xn--e1afmkfd.xn--p1ai/x", "https://пример.рф/x", "https://www.ПРИМЕР.рф/x"},
	{"gov.uk/x", "https://gov.uk/x"},
	{"www.gov.uk/x", "https://www.gov.uk/x"},
	{"o.example:8080/x", "http://www.o.example:8080/x"},
	{"o.example/amp", "https://o.example/amp/amp"},
	{"o.example/a", "https://o.example/a.amp/index.html.amp"},
	{"ftp://o.example/x", "FTP://www.o.example/x/"},
	{"o.example/a?output=pdf", "https://o.example/a?output=pdf"},
	{"/news/1", " /news/1 "},
	{"mailto:a@b.example"},
	{""},
}

func TestNormalURL(t *testing.T) {
	for _, same := range samePage {
		for _, address := range same {
			if got := NormalURL(address); got != same[0] {
				t.Errorf("NormalURL(%q) is %q, want %q", address, got, same[0])
			}
		}
	}
	seen := map[string]bool{}
	for _, same := range samePage {
		if seen[same[0]] {
			t.Errorf("%q stands for two pages", same[0])
		}
		seen[same[0]] = true
	}
}

// NormalURL changes nothing about its own results, whatever they were made of.
func FuzzNormalURL(f *testing.F) {
	for _, same := range samePage {
		for _, address := range same {
			f.Add(address)
		}
	}
	f.Fuzz(func(t *testing.T, address string) {
		once := NormalURL(address)
		if twice := NormalURL(once); twice != once {
			t.Errorf("NormalURL(%q) is %q, and of that %q", address, once, twice)
		}
		if a, b := Domain(once), Domain(NormalURL(once)); a != b {
			t.Errorf("Domain(%q) is %q, then %q", once, a, b)
		}
	})
}

func BenchmarkNormalURL(b *testing.B) {
	const address = "https://www.sound.example/news/2021/03/04/sheep-cross-the-sound/?utm_source=feed&utm_medium=rss&id=17#comments"
	b.ReportAllocs()
	for b.Loop() {
		NormalURL(address)
	}
}

func BenchmarkKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Key("The Associated Press", "sound.example")
	}
}

// Names in ASCII are folded as all are.
func FuzzFoldASCII(f *testing.F) {
	for _, name := range []string{"The A.P.", "the&x", "&", "Reader's  Digest", "the", "The The", " the x", "AT&T News"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if !ascii(name) {
			return // foldAny is what folds it
		}
		want := foldAny(name)
		if got := fold(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		if got := string(appendSquashed(nil, name)); got != squash(want) {
			t.Errorf("%q squashed: %q, want %q", name, got, squash(want))
		}
	})
}

// A host that is called clean is what cleaning makes of it.
func FuzzPlainHost(f *testing.F) {
	for _, host := range []string{"www.sound.example", "a..b", ".a", "a.", "a", "A.b", "1.2.3.4", "-.-", "x.y:80", ".a.b"} {
		f.Add(host)
	}
	f.Fuzz(func(t *testing.T, host string) {
		if !plainHost(host) {
			return // nothing is claimed of it
		}
		if got, ok := cleanHost(host + ":443"); !ok || got != host {
			t.Errorf("%q becomes %q, %v", host, got, ok)
		}
		if got, want := Domain(host), Domain("http://"+host+"/"); got != want {
			t.Errorf("%q is of %q, its page of %q", host, got, want)
		}
	})
}
