/**
 * A whole number of 32 bits for a text, the same for the same text and hardly ever for two. Numbers
 * stand side by side in memory and texts do not: of a hundred thousand, they are found far sooner.
 *
 * @param start the number of what stands before the text
 */
export function textNumber(text: string, start = 0): number {
  let number = start;
  for (let index = 0; index < text.length; index += 1) {
    number = (Math.imul(number, 31) + text.charCodeAt(index)) | 0;
  }
  // The low bits alone would tell little of what stands first.
  return number ^ (number >>> 15);
}
