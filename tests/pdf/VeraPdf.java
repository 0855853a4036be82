import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.*;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges PDF files: arguments are FLAVOUR FILE FLAVOUR FILE ..., where a flavour is "ua1", "3a" and so on.
 * Prints, with tabs between: "file", number of rule checks, "true" or "false"; then for each rule broken "fail", rule, text.
 *
 * veraPDF reads its profiles through JAXB, which no Java has brought since version 11; here they are read with the XML parser
 * that every Java has, and handed over as values.
 */
public class VeraPdf {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i + 1 < args.length; i += 2) {
            PDFAFlavour flavour = PDFAFlavour.fromString(args[i]);
            try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(args[i + 1]), flavour)) {
                try (PDFAValidator validator = ValidatorFactory.createValidator(profile(flavour, args[i]), 100, false, false, false)) {
                    print(validator.validate(parser));
                }
            } catch (Exception exception) {
                System.out.println("file\t0\tfalse");
                System.out.println("fail\tunreadable\t" + String.valueOf(exception.getMessage()).replaceAll("\\s+", " "));
            }
        }
    }

    private static void print(ValidationResult result) {
        System.out.println("file\t" + result.getTotalAssertions() + "\t" + result.isCompliant());
        Map<String, String> broken = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.PASSED) continue;
            String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            String where = assertion.getLocation() == null ? "" : " at " + assertion.getLocation().getContext();
            broken.putIfAbsent(rule, (assertion.getMessage() + where).replaceAll("\\s+", " "));
        }
        broken.forEach((rule, text) -> System.out.println("fail\t" + rule + "\t" + text));
    }

    private static ValidationProfile profile(PDFAFlavour flavour, String id) throws Exception {
        String name = id.startsWith("ua") ? "PDFUA-" + id.substring(2) : "PDFA-" + id.toUpperCase();
        try (InputStream stream = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            if (stream == null) throw new IllegalArgumentException("no profile " + name);
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : all(root, "rule")) rules.add(rule(rule));
            Set<Variable> variables = new HashSet<>();
            for (Element each : all(root, "variable")) {
                variables.add(Profiles.variableFromValues(
                    each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
            }
            if (rules.size() < 50) throw new IllegalStateException("only " + rules.size() + " rules in " + name);
            return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(name, name, "veraPDF", null), "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        RuleId ruleId = Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
            ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"), text(rule, "description"),
            text(rule, "test"), Profiles.errorFromValues(text(rule, "message"), List.of()), List.of());
    }

    private static String text(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }

    private static List<Element> all(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) elements.add((Element) found.item(i));
        return elements;
    }
}
