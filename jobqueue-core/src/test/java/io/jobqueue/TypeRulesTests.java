package io.jobqueue;

import java.time.Instant;
import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * What holds for all types of jobqueue-core, in whatever package.
 */
class TypeRulesTests {

	private static final String ROOT = "io.jobqueue";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void apiAndSpiValuesAreImmutable() {
		fields().that()
			.areDeclaredInClassesThat()
			.resideInAnyPackage(ROOT, ROOT + ".store", ROOT + ".retry")
			.should()
			.beFinal()
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void timeIsInjected() {
		List<ArchRule> rules = List.of(noClasses().should().callMethod(Instant.class, "now"),
				noClasses().should().callMethod(System.class, "currentTimeMillis"),
				noClasses().should().callMethod(Thread.class, "sleep", long.class));
		rules.forEach((rule) -> rule.because("a java.time.InstantSource is passed in").check(CLASSES));
	}

	@Test
	void exceptionsShareOneRoot() {
		classes().that()
			.areAssignableTo(Throwable.class)
			.and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(JobSignal.class)))
			.should()
			.beAssignableTo(JobQueueException.class)
			.because(
					"callers catch one type; a JobSignal is an Error, so that a handler's catch (Exception) does not catch it")
			.check(CLASSES);
	}

	@Test
	void exceptionsKeepTheirFieldsWhenSerialized() {
		fields().that()
			.areDeclaredInClassesThat()
			.areAssignableTo(Throwable.class)
			.should()
			.notHaveModifier(JavaModifier.TRANSIENT)
			.because("an accessor would return null after deserialization")
			.check(CLASSES);
	}

	@Test
	void namesSayWhatTheTypeDoes() {
		noClasses().should()
			.haveSimpleNameEndingWith("Impl")
			.orShould()
			.haveSimpleNameEndingWith("Utils")
			.orShould()
			.haveSimpleNameEndingWith("Helper")
			.orShould()
			.haveSimpleNameEndingWith("Manager")
			.check(CLASSES);
	}

	@Test
	void coreKnowsNothingOfSpringBoot() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "lombok..")
			.check(CLASSES);
	}

}
