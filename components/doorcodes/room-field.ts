/** Of the room field, so that the shortcut for a new doorcode finds it. */
export const roomFieldId = 'new-doorcode-room';

let isWanted = false;

/** Focuses the room field of the form, now or when the form opens. */
export function focusRoomField(): void {
  const field = document.getElementById(roomFieldId);
  isWanted = field === null;
  field?.focus();
}

export function focusIfWanted(field: HTMLElement | null): void {
  if (isWanted) field?.focus();
  isWanted = false;
}
