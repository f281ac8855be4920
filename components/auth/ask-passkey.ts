import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';

type Asked<T> = T | null;

/** Null: the person closed the browser's question, or has no passkey for it. */
export async function askPasskey(
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<Asked<Awaited<ReturnType<typeof startAuthentication>>>> {
  return startAuthentication({ optionsJSON }).catch(() => null);
}

/** Null: the person closed the browser's question, or this device has the passkey already. */
export async function makePasskey(
  optionsJSON: PublicKeyCredentialCreationOptionsJSON,
): Promise<Asked<Awaited<ReturnType<typeof startRegistration>>>> {
  return startRegistration({ optionsJSON }).catch(() => null);
}

/** What the list of passkeys calls a new one. The person can rename it. */
export function nameOfDevice(): string {
  const { userAgent } = navigator;
  const systems: [RegExp, string][] = [
    [/iPhone|iPad|iPod/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/CrOS/, 'ChromeOS'],
    [/Macintosh/, 'macOS'],
  ];
  return systems.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'Linux';
}
