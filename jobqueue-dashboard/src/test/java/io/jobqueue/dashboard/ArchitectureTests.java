package io.jobqueue.dashboard;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The package structure of this module: a package for each capability, none of them
 * large.
 */
class ArchitectureTests {

	private static final int MOST_FILES = 15;

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.jobqueue.dashboard");

	@Test
	void packagesAreSmall() {
		Map<String, Set<String>> files = new TreeMap<>();
		for (JavaClass type : CLASSES) {
			files.computeIfAbsent(type.getPackageName(), (name) -> new TreeSet<>())
				.add(type.getSource().orElseThrow().getFileName().orElseThrow());
		}
		assertThat(files).hasSizeGreaterThan(3).allSatisfy((name, sources) -> {
			assertThat(sources).as(name).contains("package-info.java").hasSizeLessThanOrEqualTo(MOST_FILES);
			assertThat(CLASSES.get(name + ".package-info").isAnnotatedWith(NullMarked.class)).as(name).isTrue();
		});
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("(**)").should().beFreeOfCycles().check(CLASSES);
	}

}
