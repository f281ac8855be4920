/** With the time of the change, so that browsers load a new picture. */
export function pictureHref(updatedAt: string): string {
  return `/api/pictures/profile?at=${encodeURIComponent(updatedAt)}`;
}
