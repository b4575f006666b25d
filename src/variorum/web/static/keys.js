// Keys as seasoning: each one follows a link that stands on the page (see /help). Nothing needs them.
"use strict";

(() => {
  const OFF = "variorum-keys-off";
  const remembered = () => {
    try {
      return localStorage.getItem(OFF) === "1";
    } catch {
      return false; // storage is forbidden in this browser: the keys stay on
    }
  };
  let off = remembered();

  const target = (key) => document.querySelector(`[data-key="${key}"]`);
  const changes = () =>
    [...document.querySelectorAll('[id^="change-"]')].filter((one) => /^change-\d+$/.test(one.id));

  const jump = (step) => {
    const all = changes();
    if (!all.length) return;
    const here = all.findIndex((one) => `#${one.id}` === location.hash);
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : (here + step + all.length) % all.length;
    const chosen = all[next];
    // A change may lie in a fold.
    for (let fold = chosen.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    location.hash = chosen.id;
    chosen.setAttribute("tabindex", "-1");
    chosen.focus({ preventScroll: true });
  };

  const follow = (key) => {
    const link = target(key);
    if (!link) return false;
    // The same change has the same place in every view.
    if (key === "v" && /^#change-\d+$/.test(location.hash)) link.hash = location.hash;
    link.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const key = event.key;
    if (key === "n" || key === "p") {
      jump(key === "n" ? 1 : -1);
    } else if (key === "/") {
      target("/").focus();
    } else if (!["ArrowLeft", "ArrowRight", "u", "v", "?"].includes(key) || !follow(key)) {
      return;
    }
    event.preventDefault();
  });

  const place = document.getElementById("keys-switch");
  if (place) {
    const button = place.querySelector("button");
    const tell = () => {
      button.textContent = off ? "Turn keys on" : "Turn keys off";
    };
    button.addEventListener("click", () => {
      off = !off;
      try {
        localStorage.setItem(OFF, off ? "1" : "0");
      } catch {
        // They are off for this page only.
      }
      tell();
    });
    tell();
    place.hidden = false;
  }
})();
