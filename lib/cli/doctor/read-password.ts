import { Secret } from '../../doordeer/secret';

/** Never from the command line, which every user of the machine can read. */
export async function readPassword(source: Record<string, string | undefined>): Promise<Secret> {
  if (source.DOORDEER_PASSWORD) return new Secret(source.DOORDEER_PASSWORD);
  return new Secret(process.stdin.isTTY ? await typeHidden('Password: ') : await readFirstLine());
}

async function readFirstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}

const keys = { interrupt: '\u0003', end: '\u0004', backspace: '\u007f', erase: '\b' };

function typeHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8').resume();
  return new Promise((resolve) => {
    let typed = '';
    const onData = (chunk: string) => {
      for (const key of chunk) {
        if (key === keys.interrupt) {
          finish();
          process.exit(130);
        }
        if (key === '\r' || key === '\n' || key === keys.end) {
          finish();
          return resolve(typed);
        }
        typed = key === keys.backspace || key === keys.erase ? [...typed].slice(0, -1).join('') : typed + key;
      }
    };
    const finish = () => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    stdin.on('data', onData);
  });
}
