// The page can be read without this. It lights up the same words in both texts, opens what
// a link leads to, searches and sorts.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Passages: pointing at one, or reaching it by keyboard, lights both ends; a click or Enter
  // keeps them lit and brings the other end into its pane; Escape lets go.
  const markOf = (node) => node instanceof Element ? node.closest("mark[data-passage]") : null;
  const pairOf = (mark) => all(`mark[data-passage="${mark.dataset.passage}"]`, mark.closest(".sides"));
  const light = (name, marks) => {
    all(`mark.${name}`).forEach((m) => m.classList.remove(name));
    marks.forEach((m) => m.classList.add(name));
  };
  const point = (event) => {
    const mark = markOf(event.target);
    light("lit", mark ? pairOf(mark) : []);
  };
  const show = (mark) => {
    const pane = mark.closest(".text");
    const offset = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (pane.scrollHeight > pane.clientHeight) pane.scrollTop += offset - pane.clientHeight / 4;
    else mark.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("click", (event) => {
    const mark = markOf(event.target);
    if (!mark || String(getSelection())) return;
    event.preventDefault();
    const kept = mark.classList.contains("kept");
    light("kept", kept ? [] : pairOf(mark));
    if (!kept) pairOf(mark).filter((m) => m !== mark).forEach(show);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") light("kept", []);
  });

  // In a report of many families, what is in each is only text until it is opened.
  const unfold = (family) => {
    const held = family.querySelector(":scope > noscript");
    if (held) held.replaceWith(...new DOMParser().parseFromString(held.textContent, "text/html").body.childNodes);
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.family[open]")) unfold(event.target);
  }, true);
  const find = (id) => {
    const target = document.getElementById(id);
    if (target || !id) return target;
    const held = all("details.family > noscript").find((n) => n.textContent.includes(` id="${id}"`));
    if (held) unfold(held.parentElement);
    return document.getElementById(id);
  };

  // Links within the page: what holds the target is opened first.
  const land = () => {
    const target = find(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.matches("details.family")) unfold(target);
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    all("[hidden]").filter((e) => e.contains(target)).forEach((e) => { e.hidden = false; });
    target.scrollIntoView();
    if (!target.matches("a, summary, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", land);
  if (location.hash) land();

  // Search: rows of the lists, and the families whose row is left.
  const field = document.getElementById("search");
  let lists = null;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const index = () => all("[data-search]").map((list) => ({
    name: list.dataset.search,
    rows: (list.tBodies ? [...list.tBodies[0].rows] : [...list.children]).map((row) => ({
      row, part: document.getElementById(row.dataset.family), text: plain(`${row.textContent} ${row.dataset.also ?? ""}`),
    })),
  }));
  const search = () => {
    lists ??= index();
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const counts = [];
    for (const list of lists) {
      let left = 0;
      for (const { row, part, text } of list.rows) {
        const miss = !words.every((w) => text.includes(w));
        row.hidden = miss;
        if (part) part.hidden = miss;
        if (!miss) left++;
      }
      counts.push(`${left} of ${list.rows.length} ${list.name === "family" ? "families" : list.name + "s"}`);
    }
    field.nextElementSibling.textContent = words.length ? counts.join(", ") : "";
  };
  let wait = 0;
  field?.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(search, 80);
  });
  if (field) field.closest("[hidden]").hidden = false;

  // Sorting: a button in each heading of a table that can be sorted.
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };
  const compare = (x, y) => typeof x === "number" ? x - y : x.localeCompare(y);
  all("table[data-sort]").forEach((table) => all("thead th", table).forEach((th, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    th.append(button);
    button.addEventListener("click", () => {
      const now = th.getAttribute("aria-sort");
      const down = now ? now === "ascending" : th.classList.contains("num");
      all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].sort((a, b) => (down ? -1 : 1) * compare(key(a, column), key(b, column)));
      table.tBodies[0].append(...rows);
    });
  }));
})();
