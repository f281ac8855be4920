/** `Content-Disposition`: an ASCII name for old clients, followed by the real one (RFC 6266). `inline`: a page shows it. */
export function contentDisposition(
  name: string,
  extension: string,
  kind: 'attachment' | 'inline' = 'attachment',
): string {
  return attachment(`${safeName(name)}.${extension}`, kind);
}

export function attachment(real: string, kind: 'attachment' | 'inline' = 'attachment'): string {
  const ascii = real.replace(/[^\x20-\x7E]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(real).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Removes what has a meaning for a file system, a shell or a header. */
export function safeName(name: string): string {
  const clean = name
    .slice(0, 100)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, '-')
    .replace(/^[.\s-]+|[.\s-]+$/g, '');
  return clean === '' ? 'export' : clean;
}
