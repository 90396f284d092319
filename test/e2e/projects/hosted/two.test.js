require('./finds')(__filename);
