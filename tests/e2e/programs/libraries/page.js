// What the pages share: their entries, and what they tell their server. The agent reads neither.
const PRODUCTS = ["Desk lamp", "Office chair", "Filing cabinet", "Whiteboard", "Standing desk"];
const WAYS = ["Courier", "Post", "Pick-up"];
const OLD = {customer: "Old Mill Ltd", product: "Whiteboard", date: "2026-11-30", quantity: "3"};
const HEADS = {customer: "Customer", product: "Product", date: "Date", quantity: "Qty"};
const empty = () => ({customer: "", product: "", date: "", quantity: "", delivery: "", note: ""});
const tell = (path, what) => fetch(path, {method: "POST", body: JSON.stringify(what), keepalive: true});
const store = order => tell("/stored", Object.fromEntries(Object.keys(empty()).map(key => [key, String(order[key] ?? "")])));
const saying = (css, text) => [...document.querySelectorAll(css)].find(one => one.textContent.trim() === text);

// `parts`: name -> selector, or a function; `lists`: name -> selector of entries, each named by its words.
const watch = (parts, lists) => {
  let told = "";
  const border = () => (outerWidth - innerWidth * devicePixelRatio) / 2;
  setInterval(() => {
    const scale = devicePixelRatio, top = outerHeight - innerHeight * scale - border(), boxes = {};
    const add = (name, part) => {
      const box = part && part.getBoundingClientRect();
      if (!box || box.width < 2 || box.height < 2 || getComputedStyle(part).visibility === "hidden") return;
      boxes[name] = [screenX + border() + box.x * scale, screenY + top + box.y * scale, box.width * scale, box.height * scale];
    };
    for (const [name, part] of Object.entries(parts))
      add(name, typeof part === "function" ? part() : document.querySelector(part));
    for (const [name, css] of Object.entries(lists))
      document.querySelectorAll(css).forEach(one => add(`${name} ${one.textContent.trim()}`, one));
    const now = JSON.stringify(boxes);
    if (now !== told) tell("/layout", boxes);
    told = now;
  }, 120);
};
