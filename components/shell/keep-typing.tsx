'use client';

import { useEffect } from 'react';
import { keepTyping } from './kept-typing';

export function KeepTyping() {
  useEffect(keepTyping, []);
  return null;
}
