import { foldText } from './fold-text';
import { orderKey } from './order-key';

/** Stored texts for search (`folded`) and order (`order_*`). Every write of a row takes them from here. */

/** Change it when `foldText` or `orderKey` changes. The next start then computes all stored keys again. */
export const textKeyVersion = 1;

export function personKeys(row: {
  name: string;
  email: string;
  phone: string;
  building_name: string;
  unit_label: string;
  note: string;
}) {
  // People search for a number as it is written, or only by its digits.
  const digits = row.phone.replace(/[^\d+]/g, '');
  return {
    folded: foldLines([row.name, row.email, row.phone, digits, row.building_name, row.unit_label, row.note]),
    order_name: orderKey(row.name),
    order_room: orderKey(row.unit_label),
    order_building: orderKey(row.building_name),
  };
}

export function holderKeys(holder: string) {
  return { holder_folded: foldText(holder), order_holder: orderKey(holder) };
}

export function handedKeyKeys(row: {
  number: string;
  label: string;
  holder: string;
  building_name: string;
  unit_label: string;
  note: string;
}) {
  return {
    ...holderKeys(row.holder),
    number_folded: foldText(row.number).replace(/[\s:.-]/g, ''),
    folded: foldLines([row.number, row.label, row.building_name, row.unit_label, row.note]),
    order_number: orderKey(row.number || row.label),
    order_room: `${orderKey(row.building_name)}\n${orderKey(row.unit_label)}`,
  };
}

export function doorcodeKeys(row: { name: string }) {
  return { folded: foldText(row.name), order_name: orderKey(row.name) };
}

export function roomTextKeys(row: { building_name: string; unit_label: string }) {
  return {
    folded: foldLines([row.unit_label, row.building_name]),
    order_unit: orderKey(row.unit_label),
    order_building: orderKey(row.building_name),
  };
}

export function fileKeys(row: { name: string; actor: string }) {
  return { folded: foldLines([row.name, row.actor]) };
}

export function scheduleKeys(row: { name: string }) {
  return { folded: foldText(row.name) };
}

export function viewKeys(row: { name: string }) {
  return { folded: foldText(row.name), order_name: orderKey(row.name) };
}

export function auditKeys(row: { actor: string; action: string; subject: string; detail: string }) {
  return {
    folded: foldLines([row.subject, row.actor, row.action, row.detail]),
    order_actor: orderKey(row.actor),
    order_subject: orderKey(row.subject),
  };
}

export function eventNameKeys(row: { account: string | null; code_name: string | null }) {
  return { folded: foldLines([row.account, row.code_name].filter((text) => !!text)) };
}

function foldLines(texts: readonly (string | null)[]): string {
  return foldText(texts.join('\n'));
}
