import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CodeCache } from '../../src/environment/hosted/CodeCache';
import { CompiledModules } from '../../src/environment/hosted/CompiledModules';
import { ModulesOfFile, type Realm } from '../../src/environment/hosted/ModulesOfFile';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hosted-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, source: string): string {
  const target = path.join(folder, name);
  writeFileSync(target, source);
  return target;
}

const compiled = (): CompiledModules => new CompiledModules(new CodeCache(undefined));

/** As Jest makes one for a test file. */
function realm(also: Partial<Realm> = {}): Realm & { readonly evaluate: (code: string) => unknown } {
  const context = createContext({ process });
  const globals = runInContext('globalThis', context) as object;
  return {
    ...{ context, globals, given: new Map<string, () => unknown>(), evaluated: new Map(), ...also },
    evaluate: (code) => runInContext(code, context) as unknown,
  };
}

describe('modules of a test file', () => {
  test('are compiled once, and evaluated for each file anew', () => {
    const counting = file('counting.js', 'exports.count = 0; exports.next = () => ++exports.count;');
    const all = compiled();
    const [one, other] = [new ModulesOfFile(all, realm()), new ModulesOfFile(all, realm())];
    const next = (modules: ModulesOfFile): number =>
      (modules.load(counting) as { readonly next: () => number }).next();

    expect([next(one), next(one), next(other)]).toEqual([1, 2, 1]);
    rmSync(counting);
    expect(next(new ModulesOfFile(all, realm()))).toBe(1);
  });

  test('live in the realm of the file', () => {
    const inside = realm();
    const modules = new ModulesOfFile(compiled(), inside);
    const made = modules.load(
      file(
        'made.js',
        'module.exports = { error: new Error("x"), literal: {}, late: (async () => 1)(), global, globalThis };',
      ),
    ) as Readonly<Record<string, object>>;

    expect(made['error']).toBeInstanceOf(inside.evaluate('Error'));
    expect(made['literal']).toBeInstanceOf(inside.evaluate('Object'));
    expect(made['late']).toBeInstanceOf(inside.evaluate('Promise'));
    expect(made['global']).toBe(inside.globals);
    expect(made['globalThis']).toBe(inside.globals);
  });

  test('see what a test does to Math, and the timers that it puts in place of the real ones', () => {
    const inside = realm();
    const drawn = file('drawn.js', 'exports.draw = () => [Math.random(), setTimeout()];');
    const { draw } = new ModulesOfFile(compiled(), inside).load(drawn) as { readonly draw: () => unknown };

    inside.evaluate('Math.random = () => 0.25; globalThis.setTimeout = () => "fake"');

    expect(draw()).toEqual([0.25, 'fake']);
  });

  test('are one where links lead to it, as in a strict installation', () => {
    mkdirSync(path.join(folder, 'real'));
    file('real/shared.js', 'exports.shared = {};');
    file('real/beside.js', 'exports.shared = require("./shared").shared;');
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'linked'));
    symlinkSync(path.join(folder, 'real/shared.js'), path.join(folder, 'shared.js'));
    const all = file(
      'all.js',
      'const { shared } = require("./real/shared"); module.exports = ["./shared", "./linked/shared", "./linked/beside"].map((name) => require(name).shared === shared);',
    );
    expect(new ModulesOfFile(compiled(), realm()).load(all)).toEqual([true, true, true]);
  });

  test('are evaluated when somebody asks for something of theirs, behind a file that only hands them on', () => {
    file('used.js', 'evaluated.push("used"); exports.used = () => "used"; exports.count = 1;');
    file('unused.js', 'evaluated.push("unused"); exports.unused = 1;');
    const index = file(
      'index.js',
      ['used', 'unused']
        .map(
          (name) =>
            `var ${name}_1 = require("./${name}"); Object.defineProperty(exports, "${name}", { enumerable: true, get: function () { return ${name}_1.${name}; } });`,
        )
        .join('\n'),
    );
    const inside = realm({ handOn: new Set([index]) });
    const evaluated = inside.evaluate('globalThis.evaluated = []');
    const exports = new ModulesOfFile(compiled(), inside).load(index) as { readonly used: () => string };
    expect([Object.keys(exports), evaluated]).toEqual([['used', 'unused'], []]);
    expect([exports.used(), exports.used === exports.used, evaluated]).toEqual(['used', true, ['used']]);
  });

  test('may use the names of built-ins for themselves', () => {
    const own = file(
      'own.js',
      '"use strict"; const Math = 1; class Map {} exports.own = [Math, new Map().constructor === Map];',
    );
    expect(new ModulesOfFile(compiled(), realm()).load(own)).toEqual({ own: [1, true] });
  });

  test('require each other, also in a circle, JSON, and what Node has', () => {
    file('data.json', '{ "seven": 7 }');
    file('one.js', 'exports.name = "one"; exports.other = require("./other").name;');
    file(
      'other.cjs',
      '#!/usr/bin/env node\nexports.name = "other"; exports.one = require("./one").name; // the end',
    );
    file('other.js', 'module.exports = require("./other.cjs");');
    const all = file(
      'all.js',
      'require("./data.json").seven += 1; module.exports = [require("./one"), require("./other"), require("./data.json").seven, require("node:path").sep, __filename];',
    );
    expect(new ModulesOfFile(compiled(), realm()).load(all)).toEqual([
      { name: 'one', other: 'other' },
      { name: 'other', one: 'one' },
      8,
      path.sep,
      all,
    ]);
  });

  test('stay among themselves with a require that they make', () => {
    file('shared.js', 'exports.shared = {};');
    const user = file(
      'user.js',
      'const own = require("node:module").createRequire(__filename); module.exports = own("./shared") === require("./shared") && own.resolve("./shared");',
    );
    expect(new ModulesOfFile(compiled(), realm()).load(user)).toBe(path.join(folder, 'shared.js'));
  });

  test('get what is given in place of what Node would load', () => {
    const user = file('user.js', 'module.exports = require("only-in-jest");');
    const given = new Map([['only-in-jest', () => 'given']]);
    expect(new ModulesOfFile(compiled(), realm({ given })).load(user)).toBe('given');
    expect(() => new ModulesOfFile(compiled(), realm()).load(user)).toThrow(
      /Cannot find module 'only-in-jest'/,
    );
  });

  test('are evaluated again after they have failed', () => {
    const failing = file(
      'failing.js',
      'if (!globalThis.ready) throw new Error("not yet"); module.exports = "done";',
    );
    const inside = realm();
    const modules = new ModulesOfFile(compiled(), inside);
    expect(() => modules.load(failing)).toThrow('not yet');
    inside.evaluate('globalThis.ready = true');
    expect(modules.load(failing)).toBe('done');
  });

  test('are told of when they have been evaluated, once', () => {
    const told: unknown[] = [];
    const one = file('one.js', 'module.exports = 1;');
    const modules = new ModulesOfFile(
      compiled(),
      realm({ evaluated: new Map([[one, (exports: unknown) => told.push(exports)]]) }),
    );
    modules.load(one);
    modules.load(one);
    expect(told).toEqual([1]);
  });
});
