package io.jobqueue.autoconfigure;

import io.jobqueue.testsupport.ModuleRules;

class ArchitectureTests extends ModuleRules {

	ArchitectureTests() {
		super("io.jobqueue.autoconfigure", 10);
	}

}
