import './recomposedKernels';
import '../adam.test';
