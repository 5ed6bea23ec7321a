package io.jobqueue.dashboard;

import io.jobqueue.testsupport.ModuleRules;

class ArchitectureTests extends ModuleRules {

	ArchitectureTests() {
		super("io.jobqueue.dashboard", 3);
	}

}
