/**
 * A vendor's name as a part of an address. A tilde in front keeps names apart that an address cannot hold by themselves:
 * the empty one, and those that browsers take for a folder.
 */
export function nameInAddress(name: string): string {
  return /^(\.{0,2}|~.*)$/s.test(name) ? `~${name}` : name;
}

export function nameFromAddress(text: string): string {
  return text.startsWith('~') ? text.slice(1) : text;
}
