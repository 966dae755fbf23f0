// What the pages share: their looks, chosen in the address, and what they tell their server. The agent reads neither.
const look = new URLSearchParams(location.search);
const root = document.documentElement;
root.dataset.theme = look.get("theme") || "light";
root.style.fontSize = 15 * (look.get("text") || 1) + "px";
if (look.get("font")) root.style.fontFamily = `"${look.get("font")}"`;

const tell = (path, what) => fetch(path, {method: "POST", body: JSON.stringify(what), keepalive: true});

const nameOf = target => {
  const label = target.closest("label");
  const part = label && label.control ? label.control : target.closest("[data-name], input, select, textarea, button");
  if (!part) return target.tagName.toLowerCase();
  if (part.dataset.name) return part.dataset.name;
  return part.type === "radio" ? part.name + ":" + part.value : part.name || part.textContent.trim();
};

const tellLayout = () => {
  const border = (outerWidth - innerWidth) / 2, top = outerHeight - innerHeight - border, boxes = {};
  for (const part of document.querySelectorAll("[data-name], input, select, textarea, button")) {
    const box = part.getBoundingClientRect();
    boxes[nameOf(part)] = [screenX + border + box.x, screenY + top + box.y, box.width, box.height];
  }
  tell("/layout", boxes);
};

const note = (text, good) => {
  const place = document.getElementById("message");
  place.textContent = text;
  place.className = good ? "good" : "bad";
};

addEventListener("pointerdown", event => {
  const name = nameOf(event.target);
  tell("/click", event.button === 0 ? name : `${name} (${event.button === 1 ? "middle" : "right"})`);
}, true);
addEventListener("load", () => setTimeout(tellLayout, 200));
