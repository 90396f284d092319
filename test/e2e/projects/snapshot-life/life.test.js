const { KIND, SCENARIO } = process.env;

// A tensor that is made while another test starts the engine is an error in tfjs.
if (KIND !== 'jests') beforeAll(() => require('jest-model-regression').startBackend());

require(`./scenarios/${SCENARIO}`)(require('./take')[KIND]);
