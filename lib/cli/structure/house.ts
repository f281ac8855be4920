import { readImports, type Source } from './source';

export function house(files: Record<string, string>): Source[] {
  const known = new Set(Object.keys(files));
  return Object.entries(files).map(([name, text]) => ({
    name,
    text,
    imports: readImports({ name, text, known }),
  }));
}

export const files = (findings: { file: string }[]) => findings.map(({ file }) => file);
