/**
 * `npm run structure`: checks the structure in ARCHITECTURE.md, and names each fault with its remedy. `--table` prints
 * the table of rooms that ARCHITECTURE.md shows.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../db/embedded/project-folder';
import { messages as english } from '../i18n/messages/en/messages';
import { messages as chinese } from '../i18n/messages/zh/messages';
import { runProgram } from './run-program';
import { checkActions } from './structure/actions';
import { checkFileCircles, checkFolderCircles } from './structure/circles';
import { checkDirection } from './structure/direction';
import { checkDocuments } from './structure/documents';
import { checkLongFunctions } from './structure/long-functions';
import { checkLooseText } from './structure/loose-text';
import { checkMessages } from './structure/messages';
import { checkExceptions, checkNames } from './structure/names';
import { checkRichTags } from './structure/rich-tags';
import { checkRooms, checkRoomsTable, checkSlots, checkTurnedArrows, roomsTable } from './structure/rooms';
import { readDocuments, readSources } from './structure/source';
import { checkSuppressions } from './structure/suppressions';
import { checkVerbs } from './structure/verbs';
import { checkWords } from './structure/words';

await runProgram(async () => {
  if (!process.argv.includes('--table')) return check();
  console.log(roomsTable());
  return 0;
});

function check(): number {
  const sources = readSources(projectFolder);
  const findings = [
    ...checkDirection(sources),
    ...checkFileCircles(sources),
    ...checkFolderCircles(sources),
    ...checkRooms(sources),
    ...checkTurnedArrows(sources),
    ...checkSlots(sources),
    ...checkRoomsTable(readFileSync(path.join(projectFolder, 'ARCHITECTURE.md'), 'utf8')),
    ...checkDocuments({
      documents: readDocuments(projectFolder),
      sources,
      exists: (name) => existsSync(path.join(projectFolder, name)),
    }),
    ...checkNames(sources),
    ...checkExceptions(sources),
    ...checkActions(sources),
    ...checkVerbs(sources),
    ...checkSuppressions(sources),
    ...checkWords(sources),
    ...checkMessages({ first: english, second: chinese, language: 'zh' }),
    ...checkLongFunctions(sources),
    ...checkLooseText(sources),
    ...checkRichTags({ sources, languages: { English: english, Chinese: chinese } }),
  ];

  for (const { file, what } of findings) console.error(`${file} ${what}`);
  console.log(`${sources.length} files checked, ${findings.length} findings`);
  return findings.length > 0 ? 1 : 0;
}
