import { type RefObject, useEffect, useEffectEvent, useLayoutEffect } from 'react';
import { closeModal, openModal } from '@/components/ui/top-dialog';

/** Opens a dialog when it is mounted, and closes it before it is removed. Otherwise it would take the focus along. */
export function useOpenedDialog(dialog: RefObject<HTMLDialogElement | null>, onOpen: () => void) {
  const tell = useEffectEvent(onOpen);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    openModal(element);
    tell();
  }, [dialog]);
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => {
      if (element) closeModal(element);
    };
  }, [dialog]);
}
