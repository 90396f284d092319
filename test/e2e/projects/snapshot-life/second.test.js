test('of another file', () => require('./take')[process.env.KIND](9));
