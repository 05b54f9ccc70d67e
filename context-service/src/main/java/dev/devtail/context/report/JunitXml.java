package dev.devtail.context.report;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** JUnit's XML, as Surefire, Gradle, pytest and many others write it. No entity is resolved. */
final class JunitXml {

  private static final XMLInputFactory FACTORY = factory();

  private JunitXml() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  static List<Failure> read(byte[] report, int most) throws XMLStreamException {
    List<Failure> failures = new ArrayList<>();
    XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(report));
    try {
      String name = "";
      String file = "";
      while (reader.hasNext() && failures.size() < most) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          switch (reader.getLocalName()) {
            case "testcase" -> {
              String type = attribute(reader, "classname");
              name =
                  type.isEmpty()
                      ? attribute(reader, "name")
                      : type + "." + attribute(reader, "name");
              file = attribute(reader, "file");
            }
            case "failure", "error" -> {
              String message = attribute(reader, "message");
              String details = reader.getElementText();
              failures.add(new Failure(name, file, message.isEmpty() ? details : message, details));
            }
            default -> {}
          }
        }
      }
    } finally {
      reader.close();
    }
    return failures;
  }

  private static String attribute(XMLStreamReader reader, String name) {
    return Optional.ofNullable(reader.getAttributeValue(null, name)).orElse("");
  }
}
