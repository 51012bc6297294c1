/** Foreign text in Markdown: no markup, no HTML, no mention, no address that becomes a link, no line break. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // Inside of a word an underscore means nothing.
      .replace(/[\\`*{}[\]#+!|~@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (mark) => `&#${mark.charCodeAt(0)};`)
      .replace(/:\/\/|www\./gi, (start) => `${start.slice(0, -1)}&#${start.charCodeAt(start.length - 1)};`)
  )
}
