/** A text as it reads, wherever its lines were broken for a screen. */
export function flowing(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
