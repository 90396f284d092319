import './recomposedKernels';
import '../adamOptimizer.test';
