import { loadModule, parseSync } from 'libpg-query';
import { everyWorkspace } from '../db/mark-every-workspace';

await loadModule();

/** The parser wraps each node: `{ SelectStmt: { … } }`. */
type Fields = Record<string, unknown>;

/**
 * One query level. `tables`: the aliases that hold rows of workspaces, and whether the level binds each to one workspace.
 * `others`: functions, subqueries and names of `with`, which are checked where they stand.
 */
type Level = {
  tables: Map<string, { name: string; bound: boolean }>;
  others: Set<string>;
  equalities: Equality[];
  names: ReadonlySet<string>;
  outer: Level | null;
};

/** `binds`: the aliases that it limits. A left join's condition limits only its right side. */
type Equality = { sides: [unknown, unknown]; binds: ReadonlySet<string> | null };

/**
 * The tables that a statement reads or changes without limiting them to one workspace. PostgreSQL's own parser reads the
 * statement, so its spelling makes no difference. A limit under `or` does not count.
 */
export function unscopedTables(text: string, workspaceTables: ReadonlySet<string>): string[] {
  if (text.includes(everyWorkspace.comment)) return [];
  const found: string[] = [];
  const check = (level: Level) => {
    bind(level);
    for (const { name, bound } of level.tables.values()) if (!bound) found.push(name);
  };
  const walker = { workspaceTables, check };
  for (const { stmt } of parseSync(text).stmts ?? []) visit(stmt, null, new Set(), walker);
  return found;
}

type Walker = { workspaceTables: ReadonlySet<string>; check: (level: Level) => void };

function fieldsAt(node: unknown, field: string): Fields | undefined {
  const value = (node as Fields | undefined)?.[field];
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

function listAt(node: unknown, field: string): unknown[] {
  const value = (node as Fields | undefined)?.[field];
  return Array.isArray(value) ? value : [];
}

const statements = ['SelectStmt', 'UpdateStmt', 'DeleteStmt', 'InsertStmt', 'MergeStmt'];

/** Finds the statements in any part of the tree. */
function visit(node: unknown, outer: Level | null, names: ReadonlySet<string>, walker: Walker): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (statements.includes(key)) readStatement(key, value as Fields, outer, names, walker);
    else visit(value, outer, names, walker);
  }
}

function readStatement(
  kind: string,
  statement: Fields,
  outer: Level | null,
  outerNames: ReadonlySet<string>,
  walker: Walker,
): void {
  const names = new Set(outerNames);
  for (const one of listAt(fieldsAt(statement, 'withClause'), 'ctes')) {
    const cte = fieldsAt(one, 'CommonTableExpr');
    // Only a recursive query may name itself, but then it names no table either.
    names.add(String(cte?.ctename));
    visit(cte?.ctequery, outer, names, walker);
  }
  for (const side of ['larg', 'rarg']) {
    const part = fieldsAt(statement, side);
    if (part) readStatement(kind, part, outer, names, walker);
  }
  const level: Level = { tables: new Map(), others: new Set(), equalities: [], names, outer };
  const target = fieldsAt(statement, 'relation');
  if (target && kind === 'InsertStmt') {
    const columns = listAt(statement, 'cols').map((column) => fieldsAt(column, 'ResTarget')?.name);
    if (columns.includes('workspace_id')) level.others.add(aliasOf(target));
    else addTable(level, target, walker);
  } else if (target) addTable(level, target, walker);
  for (const item of [...listAt(statement, 'fromClause'), ...listAt(statement, 'usingClause')])
    addItem(level, item, walker);
  addConditions(level, statement.whereClause, null);
  walker.check(level);
  for (const [key, value] of Object.entries(statement)) {
    if (!['withClause', 'larg', 'rarg', 'relation'].includes(key)) visit(value, level, names, walker);
  }
}

function aliasOf(table: Fields): string {
  return String(fieldsAt(table, 'alias')?.aliasname ?? table.relname);
}

function addTable(level: Level, table: Fields, { workspaceTables }: Walker): string {
  const [name, alias] = [String(table.relname), aliasOf(table)];
  const isOurs = workspaceTables.has(name) && (table.schemaname ?? 'public') === 'public';
  if (isOurs && !level.names.has(name)) level.tables.set(alias, { name, bound: false });
  else level.others.add(alias);
  return alias;
}

/** Adds an item of `from`. @returns its aliases */
function addItem(level: Level, item: unknown, walker: Walker): Set<string> {
  const table = fieldsAt(item, 'RangeVar');
  if (table) return new Set([addTable(level, table, walker)]);
  const join = fieldsAt(item, 'JoinExpr');
  if (!join) {
    const alias = fieldsAt(Object.values(item as Fields)[0], 'alias')?.aliasname;
    level.others.add(String(alias));
    return new Set([String(alias)]);
  }
  const left = addItem(level, join.larg, walker);
  const right = addItem(level, join.rarg, walker);
  const both = new Set([...left, ...right]);
  const limited = { JOIN_INNER: both, JOIN_LEFT: right, JOIN_RIGHT: left }[String(join.jointype)];
  addConditions(level, join.quals, limited ?? new Set());
  const shared = listAt(join, 'usingClause').map((name) => fieldsAt(name, 'String')?.sval);
  if (shared.includes('workspace_id'))
    for (const one of left)
      for (const other of right)
        level.equalities.push({ sides: [columnOf(one), columnOf(other)], binds: limited ?? new Set() });
  return both;
}

function columnOf(alias: string): Fields {
  return { ColumnRef: { fields: [{ String: { sval: alias } }, { String: { sval: 'workspace_id' } }] } };
}

/** Only what always holds: parts of `and`. */
function addConditions(level: Level, condition: unknown, binds: ReadonlySet<string> | null): void {
  const all = fieldsAt(condition, 'BoolExpr');
  if (all?.boolop === 'AND_EXPR') for (const part of listAt(all, 'args')) addConditions(level, part, binds);
  const test = fieldsAt(condition, 'A_Expr');
  const isEqual = fieldsAt(listAt(test, 'name')[0], 'String')?.sval === '=';
  if (test && isEqual && /^AEXPR_(OP|OP_ANY|IN)$/.test(String(test.kind)))
    for (const sides of pairsOf(test.lexpr, test.rexpr)) level.equalities.push({ sides, binds });
  const among = fieldsAt(condition, 'SubLink');
  if (among?.subLinkType === 'ANY_SUBLINK')
    for (const [side] of pairsOf(among.testexpr, undefined))
      level.equalities.push({ sides: [side, undefined], binds });
}

/** `(a, b) = (c, d)` gives two pairs. */
function pairsOf(left: unknown, right: unknown): [unknown, unknown][] {
  const [lefts, rights] = [fieldsAt(left, 'RowExpr'), fieldsAt(right, 'RowExpr')];
  if (!lefts) return [[left, right]];
  return listAt(lefts, 'args').map((one, index) => [one, listAt(rights, 'args')[index]]);
}

function bind(level: Level): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const { sides, binds } of level.equalities) {
      for (const [one, other] of [sides, [sides[1], sides[0]]]) {
        const table = tableOf(level, one, binds);
        if (!table || table.bound || !isKnown(level, other)) continue;
        table.bound = true;
        changed = true;
      }
    }
  }
}

function nameOf(expression: unknown): string[] {
  return listAt(fieldsAt(expression, 'ColumnRef'), 'fields').map((part) =>
    String(fieldsAt(part, 'String')?.sval),
  );
}

/** The table of this level whose `workspace_id` the expression is. */
function tableOf(level: Level, expression: unknown, binds: ReadonlySet<string> | null) {
  const name = nameOf(expression);
  if (name.at(-1) !== 'workspace_id') return undefined;
  const alias = name.length > 1 ? name.at(-2) : onlyTable(level);
  return alias !== undefined && (binds?.has(alias) ?? true) ? level.tables.get(alias) : undefined;
}

/** Without an alias, `workspace_id` is unambiguous only if one table has it. */
function onlyTable({ tables }: Level): string | undefined {
  return tables.size === 1 ? [...tables.keys()][0] : undefined;
}

/** A parameter, or a `workspace_id` that is limited elsewhere. */
function isKnown(level: Level, expression: unknown): boolean {
  const name = nameOf(expression);
  if (name.length === 0) return true;
  if (name.at(-1) !== 'workspace_id') return false;
  const alias = name.length > 1 ? name.at(-2) : undefined;
  for (let at: Level | null = level; at; at = at.outer) {
    const own = alias ?? onlyTable(at);
    if (own === undefined) continue;
    const table = at.tables.get(own);
    // A fault of an outer level is reported there.
    if (table) return at !== level || table.bound;
    if (at.others.has(own)) return true;
  }
  return alias === undefined;
}
