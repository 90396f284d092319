import './ambientJest';
import './jestGlobals';
