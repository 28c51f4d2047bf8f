// Keys go to the terminal from the first moment on, and again after every click: nobody has to find where to click.
const focus = () => document.querySelector("textarea")?.focus();
new MutationObserver(focus).observe(document, { childList: true, subtree: true });
for (const happened of ["focus", "click"]) addEventListener(happened, focus);
