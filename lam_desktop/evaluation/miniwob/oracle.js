// Run in a page of MiniWoB++: begins an episode, knows by the page's own structure what solves it, and logs what
// was clicked. Only the clerk who demonstrates and the judge ask it.
window.lam = (() => {
  const area = selector => document.querySelector("#area " + selector);
  const all = selector => [...document.querySelectorAll("#area " + selector)];
  const query = () => document.querySelector("#query").textContent.replace(/\s+/g, " ").trim();
  const said = (pattern, group = 1) => query().match(pattern)[group];
  const click = element => ({element});
  const enter = (element, text, at = "middle") => ({element, text, at});
  const submit = () => click(area("button"));
  const nth = (elements, ordinal) => elements[parseInt(ordinal, 10) - 1];

  const solutions = {
    "click-test-2": () => [click(area("#subbtn"))],
    "click-button": () => {
      const text = said(/"(.*)"/);
      return [click(all("button").find(one => one.textContent === text))];
    },
    "click-link": () => {
      const text = said(/"(.*)"/);
      return [click(all(".alink").find(one => one.textContent === text))];
    },
    "click-option": () => {
      const text = said(/Select (.*) and click Submit/);
      return [click(all("label").find(one => one.textContent.trim() === text)), submit()];
    },
    "choose-list": () => {
      const text = said(/Select (.*) from the list/), list = area("select");
      return [{element: list, option: [...list.options].findIndex(one => one.text === text)}, submit()];
    },
    "enter-text": () => [enter(area("#tt"), said(/"(.*)"/)), submit()],
    "enter-date": () => [enter(area("#tt"), said(/Enter (\S+) as/).replaceAll("/", ""), "left"), submit()],
    "focus-text-2": () => [click(nth(all("input"), said(/the (\d)/)))],
    "login-user": () => [
      enter(area("#username"), said(/username "(.*?)"/)), enter(area("#password"), said(/password "(.*?)"/)), submit(),
    ],
    "multi-layouts": () => {
      const found = query().match(/Search for (.*) movies directed by (.*) from year (\d+)/);
      const values = {genre: found[1], director: found[2], year: found[3], released: found[3]};
      const steps = all("input").map(input => {
        const label = input.closest("p, .row, tr, .field, .ui-entry").textContent.toLowerCase();
        return enter(input, values[Object.keys(values).find(name => label.includes(name))]);
      });
      return [...steps, click(area("button, #area .final, #area .ui-submit"))];
    },
    "email-inbox-delete": () => {
      const name = said(/email by (.*) and click/);
      const thread = all("#main .email-thread").find(one => one.querySelector(".email-sender").textContent === name);
      return [click(thread.querySelector(".trash"))];
    },
    "form-sequence-2": () => {
      const found = query().match(/the (\d)\w+ radio button and enter the number "(.*)" into the (\d)/);
      return [click(nth(all("input[type=radio]"), found[1])), enter(nth(all("input[type=text]"), found[3]), found[2]), submit()];
    },
  };

  let steps = [], reward = null;
  const clicks = [];
  const part = target => {
    const at = steps.findIndex(step => step.element.contains(target));
    return at < 0 ? target.id || target.textContent.trim().slice(0, 30) || target.tagName.toLowerCase() : String(at);
  };

  return {
    begin(task, seed) {
      for (const id of ["reward-display", "click-canvas"]) document.getElementById(id).style.visibility = "hidden";
      const end = core.endEpisode;
      core.endEpisode = (value, ...rest) => {
        if (reward === null && core.EP_TIMER !== null) reward = value;
        return end(value, ...rest);
      };
      core.EPISODE_MAX_TIME = 3600e3;  // the time of an agent that looks at pixels is measured elsewhere
      Math.seedrandom(seed);
      core.startEpisodeReal();
      steps = solutions[task]();
      addEventListener("pointerdown", event => clicks.push(part(event.target)), true);
      addEventListener("change", event => {
        if (!(event.target instanceof HTMLSelectElement)) return;
        const step = steps.find(one => one.element === event.target);
        clicks.push(`${part(event.target)}:${step && step.option === event.target.selectedIndex ? "chosen" : "other"}`);
      }, true);
      return steps.map(step => ({
        text: step.text ?? null, at: step.at ?? "middle",
        option: step.option ?? null, options: step.element.options ? step.element.options.length : 0,
      }));
    },
    box(number) {
      const box = steps[number].element.getBoundingClientRect();
      return {box: [box.x, box.y, box.width, box.height], scale: devicePixelRatio, inner: [innerWidth, innerHeight]};
    },
    result() {
      return {reward, clicks};
    },
  };
})();
