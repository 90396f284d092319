const path = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** In the order of the names in ORDER. */
module.exports = class extends Sequencer {
  sort(tests) {
    const order = (process.env.ORDER ?? '').split(',');
    const place = ({ path: file }) => order.indexOf(path.basename(file, '.test.js'));
    return [...tests].sort((a, b) => place(a) - place(b));
  }
};
