// Runs before anything else. The browser asks this before text becomes markup; only text without a tag does, such as a style
// sheet that a component writes, so that nothing a device or a person has typed can ever become an element.
if (window.trustedTypes) {
  window.trustedTypes.createPolicy('default', {
    createHTML: function (text) {
      return text.indexOf('<') === -1 ? text : null;
    },
  });
}
