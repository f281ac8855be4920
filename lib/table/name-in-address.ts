/** A leading tilde for names that an address cannot hold: the empty one, and those that browsers read as a folder. */
export function nameInAddress(name: string): string {
  return /^(\.{0,2}|~.*)$/s.test(name) ? `~${name}` : name;
}

export function nameFromAddress(text: string): string {
  return text.startsWith('~') ? text.slice(1) : text;
}
