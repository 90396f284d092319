const { setTimeout } = require('node:timers/promises');
const { test } = require('@jest/globals');

test('takes half a second', () => setTimeout(500));
