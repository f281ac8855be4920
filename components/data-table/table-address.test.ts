import { describe, expect, it } from 'vitest';
import { changeAddress, filterParams, isFiltered } from './table-address';

const at = (query: string) => new URLSearchParams(query);

describe('a table’s address', () => {
  it('changes one filter, keeps the others and starts again from the first row', () => {
    const next = changeAddress(at('q=harbor&building=A&building=B&offset=400'), { building: ['B', 'C, D'] });
    expect(next.toString()).toBe('q=harbor&building=B&building=C%2C+D');
  });

  it('drops what is empty, so that one state has one address', () => {
    expect(changeAddress(at('q=x&state=live'), { q: '', state: null }).toString()).toBe('');
  });

  it('sends filters without ranges and without what was not understood, fixed ones included', () => {
    const params = filterParams(at('q=x&offset=400&after=c&state=bogus'), ['state'], {
      building: 'Harbor View',
    });
    expect(params.toString()).toBe('q=x&building=Harbor+View');
  });

  it('is filtered by text or by a filter, not by its order', () => {
    expect(isFiltered(at('sort=name&dir=desc'), ['state'])).toBe(false);
    expect(isFiltered(at('q='), ['state'])).toBe(false);
    expect(isFiltered(at('state=live'), ['state'])).toBe(true);
  });
});
