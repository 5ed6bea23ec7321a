package io.jobqueue.testsupport;

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
 * Rules for the packages of a module: a package for each capability, none of them large.
 */
public abstract class ModuleRules {

	private static final int MOST_FILES = 15;

	private final JavaClasses classes;

	private final int packages;

	/**
	 * Check a module.
	 * @param root its package
	 * @param packages it has more packages than this
	 */
	protected ModuleRules(String root, int packages) {
		this.classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(root);
		this.packages = packages;
	}

	@Test
	void packagesAreSmall() {
		Map<String, Set<String>> files = new TreeMap<>();
		for (JavaClass type : this.classes) {
			files.computeIfAbsent(type.getPackageName(), (name) -> new TreeSet<>())
				.add(type.getSource().orElseThrow().getFileName().orElseThrow());
		}
		assertThat(files).hasSizeGreaterThan(this.packages).allSatisfy((name, sources) -> {
			assertThat(sources).as(name).contains("package-info.java").hasSizeLessThanOrEqualTo(MOST_FILES);
			assertThat(this.classes.get(name + ".package-info").isAnnotatedWith(NullMarked.class)).as(name).isTrue();
		});
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("(**)").should().beFreeOfCycles().check(this.classes);
	}

}
