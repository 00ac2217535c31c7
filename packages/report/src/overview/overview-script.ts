/**
 * Sorts and filters the class's table. It is the same for every class, so that the page's policy can name it by its
 * digest, and takes all that it knows from the table itself.
 */
export const overviewScript = `
const table = document.getElementById("class");
const body = table.tBodies[0];
const rows = [...body.rows];
const heads = [...table.tHead.rows[0].cells];
const field = (id) => document.getElementById(id);
const [named, state, fails, shown] = ["named", "state", "fails", "shown"].map(field);
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

const said = document.createElement("p");
said.className = "unseen";
said.setAttribute("role", "status");
table.parentElement.before(said);

const valueOf = (row, column) => {
  const cell = row.cells[column];
  return cell.dataset.v ?? (cell.querySelector("bdi") ?? cell).textContent;
};

function sortBy(column) {
  const head = heads[column];
  const down = head.getAttribute("aria-sort") === "ascending";
  const sign = down ? -1 : 1;
  const isNumber = head.dataset.kind === "number";
  const keyed = rows.map((row) => ({ row, value: valueOf(row, column) }));
  keyed.sort((a, b) => {
    // Who has nothing in a column comes last, whichever way it is sorted.
    if (a.value === "" || b.value === "") return (a.value === "") - (b.value === "");
    return sign * (isNumber ? a.value - b.value : collator.compare(a.value, b.value));
  });
  body.replaceChildren(...keyed.map(({ row }) => row));
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  said.textContent = table.dataset.by
    .replace("{column}", () => head.textContent)
    .replace("{direction}", () => (down ? table.dataset.down : table.dataset.up));
}

for (const [column, head] of heads.entries()) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  button.addEventListener("click", () => sortBy(column));
  head.append(button);
}

const plain = (text) => text.normalize("NFKD").replace(/\\p{M}/gu, "").toLowerCase();
const texts = new Map(rows.map((row) => [row, plain(valueOf(row, 0) + " " + valueOf(row, 1))]));

function filter() {
  const words = plain(named.value).split(/\\s+/);
  let count = 0;
  for (const row of rows) {
    const isShown =
      words.every((word) => texts.get(row).includes(word)) &&
      (state.value === "" || row.dataset.state.split(" ").includes(state.value)) &&
      (fails.value === "" || row.dataset.fails.split(" ").includes(fails.value));
    row.hidden = !isShown;
    if (isShown) count += 1;
  }
  shown.textContent = shown.dataset.text
    .replace("{count}", count.toLocaleString(document.documentElement.lang))
    .replace("{all}", rows.length.toLocaleString(document.documentElement.lang));
}

function showAll() {
  named.value = state.value = fails.value = "";
  filter();
}

for (const control of [named, state, fails]) control.addEventListener("input", filter);
field("clear").addEventListener("click", showAll);

// A link from elsewhere on the page leads to a row that may be filtered away.
function showTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target?.hidden) return;
  showAll();
  target.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", showTarget);

field("controls").hidden = false;
filter();
`;
