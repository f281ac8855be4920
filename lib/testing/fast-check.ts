import fc from 'fast-check';

/** The same draws in every run, for the same result. `npm run archive:prove` makes new draws. */
if (process.env.ARCHIVE_RUNS === undefined) fc.configureGlobal({ seed: 20_261_128 });

export default fc;
