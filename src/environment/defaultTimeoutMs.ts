/**
 * Jest's five seconds are over before a small network has seen its data. Ten minutes hold a training that belongs into
 * a test (ResNet50, 20 epochs on two cores: two minutes) five times over, and still end a hung one while CI is waiting.
 */
export const defaultTimeoutMs = 10 * 60 * 1000;
