/**
 * Takes a snapshot of a value, and of another one where the variable SHIFT moves it: by one of our matchers, or by Jest's own. What differs
 * between two scenarios is `scenarios/`, what differs between two matchers is this file.
 */
const moved = (value, movable) => value + (movable ? Number(process.env.SHIFT ?? 0) : 0);

exports.ours = async (value, { hint, movable = true, later } = {}) => {
  const { modelWith, inputs } = require('./model');
  const matched = expect(modelWith(moved(value, movable))).toMatchPredictionSnapshot(
    inputs,
    hint === undefined ? {} : { hint },
  );
  await later;
  await matched;
};

exports.pictures = async (value, { hint, movable = true, later } = {}) => {
  const { modelWith, inputs } = require('./model');
  const options = hint === undefined ? {} : { hint };
  const matched = expect(modelWith(moved(value, movable))).toMatchPredictionImageSnapshot(inputs, options);
  await later;
  await matched;
};

exports.jests = async (value, { hint, movable = true, later } = {}) => {
  const args = hint === undefined ? [] : [hint];
  expect(`value ${moved(value, movable)}`).toMatchSnapshot(...args);
  await later;
};
