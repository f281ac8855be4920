import type { DemoAccount } from '../simulator/world/demo-people';

type Introduction = {
  address: string;
  controlUrl: string;
  dataFolder: string;
  accounts: readonly DemoAccount[];
};

const roles = { 1: 'manager', 2: 'landlord or room master', 3: 'tenant' };

export function introduceDemo({ address, controlUrl, dataFolder, accounts }: Introduction): void {
  const width = Math.max(...accounts.map(({ account }) => account.length));
  const lines = accounts.map(
    ({ account, password, accountType, story }) =>
      `    ${account.padEnd(width)}  ${password}  ${roles[accountType].padEnd(23)}  ${story}`,
  );
  console.log(`
  Doordesk is ready:  ${address}

  Accounts of the simulated cloud, password and the role to sign in with:
${lines.join('\n')}

  Your changes are kept in ${dataFolder}.
  Switch the cloud's faults at ${controlUrl} (see npm run simulator -- --help).
  Ctrl+C stops all of it.
`);
}
