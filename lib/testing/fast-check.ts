import fc from 'fast-check';

/**
 * fast-check with the same draws at every run, so that `npm test` says of one state of the code always the same. New
 * draws are what `npm run archive:prove` is for.
 */
if (process.env.ARCHIVE_RUNS === undefined) fc.configureGlobal({ seed: 20_261_128 });

export default fc;
