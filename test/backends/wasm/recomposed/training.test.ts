import './recomposedKernels';
import '../training.test';
